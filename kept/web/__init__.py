"""The pages: desk, portal, driver, dispatch, tour."""
