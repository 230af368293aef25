"""The driver's pages: today's stops on a phone, and five taps that settle them."""
