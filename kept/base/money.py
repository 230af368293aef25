"""Money, exact: whole minor units and a currency; never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}  # others by their three letters
GERMAN_MARKS = str.maketrans(",.", ".,")
SPACE = "\N{NO-BREAK SPACE}"
EXPONENTS = dict.fromkeys(_WHOLE.split(), 0) | dict.fromkeys(_THOUSANDTHS.split(), 3)  # ISO 4217; else 2


@dataclass(frozen=True, order=False)
class Money:
    """An amount of ``minor`` units (cents) of an ISO 4217 ``currency``.

    Raises ValueError for a float or a bad currency, and when two currencies meet.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise ValueError("money counts whole minor units")
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is no ISO 4217 currency")

    @classmethod
    def of(cls, amount: str | Decimal | int, currency: str) -> Money:
        """Read major units: ``Money.of("19.90", "EUR")``. Raises ValueError for more decimals than it has."""
        minor = Decimal(amount).scaleb(EXPONENTS.get(currency, 2))
        if minor != minor.to_integral_value():
            raise ValueError(f"{amount} {currency} has more decimals than the currency")
        return cls(int(minor), currency)

    @classmethod
    def typed(cls, amount: Decimal, currency: str) -> Money:
        """Read what somebody typed: 1.500 may mean fifteen hundred, so noughts count as decimals here."""
        exponent = amount.as_tuple().exponent
        if isinstance(exponent, str) or -exponent > EXPONENTS.get(currency, 2):
            raise ValueError(f"{amount} {currency} has more decimals than the currency")
        return cls.of(amount, currency)

    @classmethod
    def read(cls, written: str) -> Money:
        """What ``str`` wrote: ``30.00 USD``. Raises ValueError for anything else."""
        amount, _space, currency = written.partition(" ")
        try:
            return cls.of(amount, currency)
        except ArithmeticError:
            raise ValueError(f"{written!r} is no money") from None

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def share(self, numerator: int, denominator: int) -> Money:
        """The part ``numerator / denominator``, rounded half to even (banker's rounding)."""
        part = (Decimal(self.minor) * numerator / denominator).quantize(Decimal(1), ROUND_HALF_EVEN)
        return Money(int(part), self.currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-EXPONENTS.get(self.currency, 2))

    def said(self, language: str, *, in_column: bool = False) -> str:
        """As people write it: ``$30``, ``€1,299.50``, ``CHF 30``; in German ("de") ``30 €``, ``1.299,50 €``.

        A whole sum has no decimals, but in a column, where sums stand under each other to be added up.
        """
        places = 0 if self.major == int(self.major) and not in_column else EXPONENTS.get(self.currency, 2)
        figure, sign = f"{abs(self.major):,.{places}f}", SIGNS.get(self.currency, self.currency)
        minus = "−" if self.minor < 0 else ""
        if language[:2] == "de":
            return f"{minus}{figure.translate(GERMAN_MARKS)}{SPACE}{sign}"
        return f"{minus}{sign}{SPACE if sign.isalpha() else ''}{figure}"

    def __str__(self) -> str:
        """For machines and records: ``30.00 USD``. People read ``said``."""
        return f"{self.major:.{EXPONENTS.get(self.currency, 2)}f} {self.currency}"
