"""Schedules that regulators, lenders and textbooks published, as figures of our own table.

Each entry names its source. Only what the source prints is here: the payment, rows, sums, balloons.
Where a source prints rows, all of them are here, unless the note says which are not and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kinhold.engines.money.debts.accrual import CANADIAN, Convention
from kinhold.engines.money.debts.amortisation import Loan, RateStep


def minor(amount: str) -> int:
    """Minor units of an amount with a point."""
    return int(Fraction(amount) * 100)


def percent(rate: str) -> Fraction:
    """A rate in percent as a fraction of one."""
    return Fraction(rate) / 100


@dataclass(frozen=True)
class Published:
    """A loan and what was printed about it.

    `rows` holds payment, interest, principal, balance by number; an empty text was not printed.
    """

    source: str
    link: str
    loan: Loan
    payment: str
    rows: dict[int, tuple[str, str, str, str]]
    balances: tuple[str, ...] = ()
    balloon: str = ""
    interest: str = ""
    paid: str = ""
    years: tuple[tuple[int, str, str], ...] = ()  # year, interest and principal in it
    note: str = ""


def loan(amount: str, rate: str, payments: int, **told) -> Loan:
    return Loan(principal=minor(amount), rate=percent(rate), payments=payments, **told)


ANNUAL = {"every": "year", "convention": Convention(compounds="annual")}
BY_MONTH = {"convention": Convention(compounds="annual")}
QUARTERLY = {"every": "quarter", "convention": CANADIAN}
MONTHLY_CA = {"convention": CANADIAN}
UP = {"payment_rounding": "up"}
EXACT = {"exact_balance": True}


def simple(source: str, link: str, of: Loan, payment: str, **told) -> Published:
    return Published(source, link, of, payment, told.pop("rows", {}), **told)


OPENSTAX = "https://openstax.org/books/contemporary-mathematics/pages/"
LIBRE = "https://math.libretexts.org/"
ECAMPUS = "https://ecampusontario.pressbooks.pub/financemath/chapter/"
H14 = (
    "https://www.ecfr.gov/current/title-12/chapter-X/part-1026/"
    "appendix-Appendix%20H%20to%20Part%201026"
)
CAPFED = "https://capfed.com/rates/mortgage-rates"
ACTEX = "https://www.actexlearning.com/samples/MIC_8th_edition_051923_SAMPLE.pdf"
SKINNER = "https://archive.org/details/mathematicaltheo00skin"
EFUNDA = "https://www.efunda.com/formulae/finance/mortgage_payment_c.cfm"

FHLBB_BALANCES = """
    2985.00 2969.93 2954.77 2939.55 2924.25 2908.87 2893.41 2877.88 2862.27 2846.58 2830.81
    2814.97 2799.04 2783.04 2766.95 2750.79 2734.54 2718.21 2701.80 2685.31 2668.74 2652.08
    2635.34 2618.52 2601.61 2584.62 2567.54 2550.38 2533.13 2515.80 2498.38 2480.87 2463.27
    2445.59 2427.82 2409.96 2392.01 2373.97 2355.84 2337.62 2319.31 2300.90 2282.41 2263.82
    2245.14 2226.36 2207.50 2188.53 2169.48 2150.32 2131.07 2111.73 2092.29 2072.75 2053.11
    2033.38 2013.55 1993.61 1973.58 1953.45 1933.22 1912.88 1892.45 1871.91 1851.27 1830.53
    1809.68 1788.73 1767.67 1746.51 1725.24 1703.87 1682.39 1660.80 1639.10 1617.30 1595.38
    1573.36 1551.23 1528.98 1506.63 1484.16 1461.58 1438.89 1416.09 1393.17 1370.13 1346.98
    1323.72 1300.34 1276.84 1253.22 1229.49 1205.64 1181.66 1157.57 1133.36 1109.03 1084.57
    1059.99 1035.29 1010.47 985.52 960.45 935.25 909.93 884.48 858.90 833.20 807.36 781.40
    755.31 729.08 702.73 676.24 649.62 622.87 595.99 568.96 541.81 514.52 487.09 459.53
    431.82 403.98 376.00 347.88 319.62 291.22 262.68 233.99 205.16 176.19 147.07 117.80
    88.39 58.83 29.13 0.00
"""
H14_RATES = ("15.41", "15.17", "13.17", *["12.41"] * 11)

PUBLISHED = (
    simple(
        "CFPB, Closing Disclosure sample H-25(B)",
        "https://files.consumerfinance.gov/f/201403_cfpb_closing-disclosure_cover-H25B.pdf",
        loan("162000", "3.875", 360),
        "761.78",
    ),
    simple(
        "Regulation Z, Appendix H, sample H-14: 17.41 % in 1982, then as the index and caps gave",
        H14,
        loan(
            "10000",
            "17.41",
            360,
            steps=tuple(RateStep(12 * n + 1, percent(r)) for n, r in enumerate(H14_RATES, 1)),
        ),
        "145.90",
        rows={
            1: ("145.90", "", "", ""),
            12: ("", "", "", "9989.37"),
            13: ("129.81", "", "", ""),
            24: ("", "", "", "9969.66"),
            25: ("127.91", "", "", ""),
            36: ("", "", "", "9945.51"),
            37: ("112.43", "", "", ""),
            48: ("", "", "", "9903.70"),
            49: ("106.73", "", "", ""),
            60: ("", "", "", "9848.94"),
            180: ("", "", "", "8700.37"),
        },
        note="The sample prints 106.73 on to 1996; recast each year, 1992, 1994 and 1995 come to "
        "106.72, so only the payments up to 1986 stand here.",
    ),
    simple(
        "Regulation Z, Appendix H, sample H-14: the most that 12.41 % in July 1996 can become",
        H14,
        loan(
            "10000",
            "12.41",
            360,
            steps=(
                RateStep(13, percent("14.41")),
                RateStep(25, percent("16.41")),
                RateStep(37, percent("17.41")),
            ),
        ),
        "106.03",
        rows={37: ("145.34", "", "", "")},
    ),
    simple(
        "Fannie Mae Multifamily Guide s. 1103: 30/360 payment, interest by actual days over 360",
        "https://mfguide.fanniemae.com/node/5286",
        loan(
            "25000000",
            "5.5",
            360,
            term=120,
            first=date(2018, 12, 1),
            convention=Convention(days="actual/360"),
            **EXACT,
        ),
        "141947.25",
        balloon="20885505.83",
    ),
    simple(
        "Federal Home Loan Bank Review, March 1935, p. 196: $30 a month, all 139 balances",
        "https://fraser.stlouisfed.org/title/federal-home-loan-bank-review-116/march-1935-2083",
        loan("3000", "6", 139, payment=3000, **EXACT),
        "30.00",
        balances=tuple(FHLBB_BALANCES.split()),
        rows={139: ("29.27", "0.15", "29.12", "0.00")},
    ),
    simple(
        "ProEducate, ARM payment caps: 10 % to 12 %, capped at 7.5 %",
        "https://www.proeducate.com/courses/Finance/PaymentCap.pdf",
        loan("65000", "10", 360, steps=(RateStep(13, percent("12"), at_most=Fraction(43, 40)),)),
        "570.42",
        rows={
            12: ("570.42", "", "", "64638.72"),
            13: ("613.20", "646.39", "-33.19", ""),
            24: ("613.20", "", "", "65059.62"),
        },
    ),
    simple("Capitol Federal, 30 years fixed", CAPFED, loan("550001", "4.125", 360), "2665.58"),
    simple("Capitol Federal, 15 years fixed", CAPFED, loan("550001", "3.625", 180), "3965.71"),
    simple(
        "Capitol Federal, 3/1 adjustable",
        CAPFED,
        loan(
            "550001",
            "3.125",
            360,
            steps=(RateStep(37, percent("5.125")), RateStep(49, percent("5.25"))),
        ),
        "2356.07",
        rows={37: ("2939.08", "", "", ""), 49: ("2976.67", "", "", "")},
    ),
    simple(
        "Capitol Federal, 5/1 adjustable",
        CAPFED,
        loan("550001", "3.375", 360, steps=(RateStep(61, percent("5.25")),)),
        "2431.53",
        rows={61: ("2949.91", "", "", "")},
    ),
    simple(
        "Capitol Federal, 7/1 adjustable",
        CAPFED,
        loan("550001", "3.5", 360, steps=(RateStep(85, percent("5.25")),)),
        "2469.75",
        rows={85: ("2922.30", "", "", "")},
    ),
    simple(
        "Arcones, Manual for SOA Exam FM, s. 4.1 example 4: all twelve rows",
        "https://people.math.binghamton.edu/arcones/exam-fm/sect-4-1.pdf",
        loan("20000", "8", 12, **ANNUAL),
        "2653.90",
        rows={
            1: ("2653.90", "1600.00", "1053.90", "18946.10"),
            2: ("2653.90", "1515.69", "1138.21", "17807.89"),
            3: ("2653.90", "1424.63", "1229.27", "16578.62"),
            4: ("2653.90", "1326.29", "1327.61", "15251.01"),
            5: ("2653.90", "1220.08", "1433.82", "13817.19"),
            6: ("2653.90", "1105.38", "1548.52", "12268.67"),
            7: ("2653.90", "981.49", "1672.41", "10596.26"),
            8: ("2653.90", "847.70", "1806.20", "8790.06"),
            9: ("2653.90", "703.20", "1950.70", "6839.36"),
            10: ("2653.90", "547.15", "2106.75", "4732.61"),
            11: ("2653.90", "378.61", "2275.29", "2457.32"),
            12: ("2653.91", "196.59", "2457.32", "0.00"),
        },
    ),
    simple("Broverman, s. 2.1 example 2.7(a)", ACTEX, loan("12000", "12", 36), "398.57"),
    simple("Broverman, s. 2.1 example 2.7(b)", ACTEX, loan("12000", "15", 48), "333.97"),
    simple(
        "eCampus Ontario, Mathematics of Finance 4.3.1: all four rows",
        ECAMPUS + "4-3-loan-amortization-formula-approach/",
        loan("10000", "10", 4, **ANNUAL),
        "3154.71",
        rows={
            1: ("3154.71", "1000.00", "2154.71", "7845.29"),
            2: ("3154.71", "784.53", "2370.18", "5475.11"),
            3: ("3154.71", "547.51", "2607.20", "2867.91"),
            4: ("3154.70", "286.79", "2867.91", "0.00"),
        },
    ),
    simple(
        "eCampus Ontario, Mathematics of Finance 4.3 exercise 2",
        ECAMPUS + "4-3-loan-amortization-formula-approach/",
        loan("32600", "4.83", 108, **UP),
        "372.80",
        years=((4, "1048.37", "3425.23"),),
    ),
    simple(
        "eCampus Ontario, Mathematics of Finance 4.3 exercise 3",
        ECAMPUS + "4-3-loan-amortization-formula-approach/",
        loan("20200", "3.53", 96),
        "241.83",
        rows={60: ("241.83", "24.91", "216.92", "")},
    ),
    simple(
        "eCampus Ontario, Mathematics of Finance 4.4.1: quarterly, compounded half-yearly",
        ECAMPUS + "4-4-mortgages-formula-approach/",
        loan("297500", "3.8", 80, term=12, **QUARTERLY),
        "5317.62",
        balloon="265830.61",
    ),
    simple(
        "eCampus Ontario, Mathematics of Finance 4.4.1: the renewal",
        ECAMPUS + "4-4-mortgages-formula-approach/",
        loan("265830.61", "2.5", 68, **QUARTERLY),
        "4807.70",
    ),
    simple(
        "Olivier, Business Math 13.4: three years of twenty",
        LIBRE + "Bookshelves/Applied_Mathematics/Business_Math_(Olivier)",
        loan("350100", "4.9", 240, term=36, **MONTHLY_CA),
        "2281.73",
        balloon="316593.49",
    ),
    simple(
        "Olivier, Business Math 13.4: the renewal",
        LIBRE + "Bookshelves/Applied_Mathematics/Business_Math_(Olivier)",
        loan("316593.49", "5.85", 204, **MONTHLY_CA),
        "2440.73",
    ),
    simple(
        "eFunda, Canadian mortgage: 25 years by month, with its sums",
        EFUNDA,
        loan("200000", "7.5", 300, **MONTHLY_CA),
        "1463.11",
        interest="238932.95",
        paid="438932.95",
    ),
    simple(
        "eFunda, Canadian mortgage: 15 years by month",
        EFUNDA,
        loan("200000", "7.5", 180, **MONTHLY_CA),
        "1841.03",
    ),
    simple(
        "eFunda, Canadian mortgage: 15 years by fortnight",
        EFUNDA,
        loan("200000", "7.5", 390, every="fortnight", convention=CANADIAN),
        "848.30",
    ),
    simple(
        "Geltner et al., Commercial Real Estate Analysis, exhibit 20-6",
        "https://s3-eu-west-1.amazonaws.com/s3-euw1-ap-pe-ws4-cws-documents.ri-prod/9781041076391/"
        "online-chapters/9781041081197_Online_content.pdf",
        loan("1000000", "12", 360, **EXACT),
        "10286.13",
        rows={
            1: ("10286.13", "10000.00", "286.13", "999713.87"),
            2: ("10286.13", "9997.14", "288.99", "999424.89"),
            3: ("10286.13", "9994.25", "291.88", "999133.01"),
            180: ("10286.13", "8587.56", "1698.57", "857057.13"),
            291: ("10286.13", "5160.40", "5125.73", "510913.93"),
            292: ("10286.13", "5109.14", "5176.99", "505736.94"),
            359: ("10286.13", "202.68", "10083.45", "10184.28"),
        },
        note="Rows 358 and 360 as printed do not add up (principal and interest are not the "
        "payment) and are left out.",
    ),
    simple(
        "Goldstein et al., Finite Mathematics 12e, s. 10.3 table 1: all five rows",
        "https://www.pearsonhighered.com/assets/samplechapter/0/1/3/4/0134437764.pdf",
        loan("563", "12", 5, **EXACT),
        "116.00",
        rows={
            1: ("116.00", "5.63", "110.37", "452.63"),
            2: ("116.00", "4.53", "111.47", "341.16"),
            3: ("116.00", "3.41", "112.59", "228.57"),
            4: ("116.00", "2.29", "113.71", "114.85"),
            5: ("116.00", "1.15", "114.85", "0.00"),
        },
    ),
    simple("Skinner 1913, s. 42 example 1", SKINNER, loan("1000", "6", 15, **ANNUAL), "102.96"),
    simple("Skinner 1913, s. 42 example 3", SKINNER, loan("500", "6", 60, **BY_MONTH), "9.63"),
    simple(
        "Mississippi State University Extension, P3920",
        "https://extension.msstate.edu/sites/default/files/publications/P3920_web.pdf",
        loan("100000", "7", 360),
        "665.30",
    ),
    simple(
        "Wikipedia, Mortgage calculator",
        "https://en.wikipedia.org/wiki/Mortgage_calculator",
        loan("200000", "6.5", 360),
        "1264.14",
    ),
    simple("Las Positas College 8.05 example 1", LIBRE, loan("15000", "9", 60, **UP), "311.38"),
    simple("Las Positas College 8.05 example 3", LIBRE, loan("18000", "2", 60, **UP), "315.50"),
    *(
        simple(f"OpenStax, Contemporary Mathematics {where}", OPENSTAX + page, of, payment)
        for where, page, of, payment in (
            ("6.8, the car", "6-8-the-basics-of-loans", loan("28500", "3.99", 60, **UP), "524.75"),
            (
                "6.8, the home",
                "6-8-the-basics-of-loans",
                loan("136700", "5.75", 180, **UP),
                "1135.18",
            ),
            ("6.110", "6-12-renting-and-homeownership", loan("132650", "4.8", 360, **UP), "695.97"),
            ("answer 6.36", "chapter-6", loan("23660", "4.76", 60, **UP), "443.90"),
            ("answer 6.78.1", "chapter-6", loan("17950", "7.5", 120, **UP), "213.07"),
            ("answer 6.78.2", "chapter-6", loan("33760", "4.3", 240, **UP), "209.96"),
            ("answer 6.100.1", "chapter-6", loan("18325", "6.75", 48, **UP), "436.70"),
            ("answer 6.100.2", "chapter-6", loan("41633", "3.9", 72, **UP), "649.47"),
            ("answer 6.110", "chapter-6", loan("153899", "4.21", 240, **UP), "949.72"),
            ("answer 6.114", "chapter-6", loan("159195.50", "5.75", 360, **UP), "929.03"),
        )
    ),
)
