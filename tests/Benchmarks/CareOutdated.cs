using System.Collections.Immutable;
using FunctionsAgent.Knowledge;

namespace Benchmarks;

/// <summary>One way in which an article tells that its time is over, or only seems to.</summary>
internal sealed record Dated(string Wording, Func<int, Article> Make);

/// <summary>How outdated articles are worded that <see cref="CareSet"/> plants, on a day in November 2026, and what only looks like it.</summary>
internal static class CareOutdated
{
    public static readonly ImmutableArray<Dated> Seen =
    [
        new("the review is overdue", n => New("review", n, "Cleaning cloths", "Cleaning cloths for the X X are washed at forty degrees.") with { Review = new DateOnly(2026, 3, 1).AddDays(n) }),
        new("valid until", n => New("until", n, "Voucher", $"The voucher for the X X is valid until 31 March 202{5 - (n % 2)}.")),
        new("from a day on something will be", n => New("from", n, "Power cable", $"From {1 + (n % 28)} June 2024 the X X will be sold with a longer power cable.")),
        new("new in a year", n => New("new", n, "Colours", $"New in 2023: the X X is available in {CareFacts.One<string>($"{n}", "green", "copper", "slate", "cream")}.")),
        new("a year in the title", n => New("title", n, "Price list 2024", "The X X is part of our standard range.")),
        new("temporarily, until", n => New("temporarily", n, "Out of stock", $"The X X is temporarily out of stock until {CareFacts.One<string>($"s{n}", "spring", "summer", "autumn")} 2025.")),
        new("a day in figures", n => New("figures", n, "Promotion", $"The promotion for the X X ends on {10 + (n % 18)}.04.2025.")),
        new("an ISO date", n => New("iso", n, "Winter campaign", $"Our winter campaign for the X X runs through 2025-01-{10 + (n % 20)}.")),
        new("a plan that time has overtaken", n => New("plan", n, "What comes next", $"We plan to launch a smaller X X in {CareFacts.One<string>($"p{n}", "autumn", "spring", "May", "October")} 2024.")),
        new("by the end of", n => New("by", n, "Spare parts", "By the end of 2024 we will offer all spare parts of the X X online.")),
        new("superseded", n => Superseded("superseded", n, "Last updated: May 2023")),
        new("prices of a season", n => New("season", n, "Prices", "The prices of the X X apply to the 2024/25 season.")),
    ];

    /// <summary>A quarter: scored, never looked at while the checker was tuned.</summary>
    public static readonly ImmutableArray<Dated> HeldBack =
    [
        new("closes on, American", n => New("recall", n, "Recall", $"Registration for the recall of the X X closes on April {1 + (n % 29)}, 2025.")),
        new("expected in a quarter", n => New("quarter", n, "Successor", $"The successor of the X X is expected to arrive in Q{1 + (n % 4)} 2025.")),
        new("as of, currently", n => New("asof", n, "Availability", "As of February 2024 the X X is currently sold in two colours only.")),
        new("an older edition", n => Superseded("edition", n, "Version 2 of 14 August 2022")),
    ];

    public static readonly ImmutableArray<Dated> NearMisses =
    [
        new("since", n => New("since", n, "History", $"The X X has been built in Porto since {2012 + (n % 10)}.")),
        new("a past event", n => New("won", n, "Awards", $"In {2015 + (n % 9)} the X X won a design award.")),
        new("sold until", n => New("sold", n, "Plugs", $"X X models sold until {2017 + (n % 6)} have a smaller plug.")),
        new("bought before", n => New("before", n, "Older devices", $"For a X X bought before 1 July {2019 + (n % 4)} the older manual applies.")),
        new("valid until, to come", n => New("valid", n, "Certificate", $"The safety certificate of the X X is valid until 31 March {2028 + (n % 5)}.")),
        new("a number like a year", n => New("number", n, "Part numbers", $"The filter of the X X has the part number 20{10 + (n % 14)}-11.")),
        new("a norm", n => New("norm", n, "Norms", $"The X X meets EN {2010 + (n % 15)} on noise.")),
        new("will, without a date", n => New("will", n, "Display", "The display of the X X will show a red symbol when the filter is full.")),
        new("from, of days to come", n => New("coming", n, "Announcement", $"From 1 June {2027 + (n % 3)} the X X will be sold with a longer cable.")),
        new("until the evening", n => New("evening", n, "Noise", "The X X may be used until 10 pm in most houses.")),
    ];

    private static Article New(string kind, int n, string title, string text)
    {
        var (series, product) = Thing(kind, n);
        var thing = $"{series} {product}";
        return new($"dated-{kind}-{n}", $"{thing}: {title}", [new("it", $"{thing}: {title}", $"This page is about the {thing} and one question that comes up often.\n{text.Replace("X X", thing, StringComparison.Ordinal)}")]);
    }

    /// <summary>A copy of the care instructions as they were once.</summary>
    private static Article Superseded(string kind, int n, string line)
    {
        var (series, product) = Thing(kind, n);
        var current = CareSet.Caring(series, product);
        return current with
        {
            Id = $"dated-{kind}-{n}",
            Sections = [.. current.Sections[..^1], current.Sections[^1] with { Text = line }],
        };
    }

    private static (string, string) Thing(string kind, int n) => (CareFacts.Series[CareFacts.Pick($"{kind} series {n}", 30)], CareFacts.Products[(n * 7 + CareFacts.Pick(kind, 40)) % 40]);
}
