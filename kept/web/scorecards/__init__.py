"""The scorecard: six characteristics side by side, each number opening its rows."""
