using System.Collections.Immutable;
using System.Globalization;
using FunctionsAgent.Knowledge;

namespace Benchmarks;

/// <summary>One way in which an article says something else than another one.</summary>
/// <param name="Base">The title of the article that is contradicted.</param>
internal sealed record Contradicting(string Wording, Func<int, (string Base, Article Article)> Make);

/// <summary>
/// How the contradictions are worded that <see cref="CareSet"/> plants. Both lists were written before there was anything that looks for them; the
/// checker was tuned on <see cref="Seen"/> alone.
/// </summary>
internal static class CareWordings
{
    public static readonly ImmutableArray<Contradicting> Seen =
    [
        new("the same sentence, another number of days", n => Of(n, (p, c) => $"Returns of {Many(p)} in {c}", (p, c) =>
            New($"seen-days-{n}", $"Sending back {Many(p)} from {c}", "The return period", $"{Cap(Many(p))} bought in {c} can be returned within {Days(p, c) + 7} days of delivery."))),
        new("weeks instead of days", n => Of(n, (p, c) => $"Returns of {Many(p)} in {c}", (p, c) =>
            New($"seen-weeks-{n}", $"Returning {Many(p)} in {c}: what applies", "Time to decide", $"In {c} you may return {Many(p)} within {CareFacts.Words(Days(p, c) % 7 == 0 ? (Days(p, c) / 7) + 1 : (Days(p, c) / 7) + 3)} weeks of delivery."))),
        new("a question and a short answer", n => Of(n, (p, c) => $"Returns of {Many(p)} in {c}", (p, c) =>
            New($"seen-faq-{n}", $"Questions about {Many(p)} in {c}", $"How many days do I have to return {Many(p)} in {c}?", $"You have {Days(p, c) + 10} days from delivery."))),
        new("another percentage", n => Of(n, (p, c) => $"Returns of {Many(p)} in {c}", (p, c) =>
            New($"seen-percent-{n}", $"Opened {Many(p)} in {c}", "What is deducted", $"For opened {Many(p)} returned in {c} a restocking fee of {CareFacts.Fee(p, c) + 3}% is deducted from the refund."))),
        new("months in words and another verb", n => Made(n, (s, p) => $"{s} {p}: warranty and repair", (s, p) =>
            New($"seen-months-{n}", $"Buying the {s} {p}", "Warranty", $"The {s} {p} has a warranty of {CareFacts.Words(Years(CareFacts.Warranty(s, p)))} years."))),
        new("not", n => Made(n, (s, p) => $"{s} {p}: warranty and repair", (s, p) =>
            New($"seen-not-{n}", $"{s} {p}: common questions", "Batteries",
                CareFacts.Is($"battery {s} {p}") ? $"The battery of the {s} {p} is not covered by the warranty." : $"The battery of the {s} {p} is covered by the warranty."))),
        new("included and excluded", n => Made(n, (s, p) => $"{s} {p}: warranty and repair", (s, p) =>
            New($"seen-opposite-{n}", $"{s} {p}: what is in the box", "Contents",
                CareFacts.Is($"box {s} {p}") ? $"A carrying case for the {s} {p} is sold separately." : $"A carrying case for the {s} {p} is included."))),
        new("another amount", n => Where(n, c => $"Delivery to {c}", c =>
            New($"seen-amount-{n}", $"What parcels to {c} cost", "Postage", $"Standard delivery to {c} costs EUR {CareFacts.Postage(c) + 2 + (n / 30)}.90 for each order."))),
        new("a list of facts", n => Made(n, (s, p) => $"{s} {p}: warranty and repair", (s, p) =>
            New($"seen-list-{n}", $"{s} {p} at a glance", "Facts", $"Colour: white\nMaximum load: {CareFacts.Load(s, p) + 2} kg\nOrigin: Europe"))),
        new("other opening hours", n => There(n, city => $"The {city} store", city =>
            New($"seen-hours-{n}", $"Visiting us in {city}", "When we are open", $"The {city} store is open from {CareFacts.Hours(city).From - 1}:30 am to {CareFacts.Hours(city).To - 12} pm on weekdays."))),
        new("one of two values", n => Plan(n, (plan, c) => $"The {plan} plan in {c}", (plan, c) =>
            New($"seen-two-{n}", $"{plan} plan: prices for {c}", "Costs", $"In {c} the {plan} plan costs {CareFacts.Monthly(plan, c)} euros a month and can be cancelled with a notice of {Months(CareFacts.Notice(plan, c) + 1)}."))),
        new("another day", n => Where(n, c => $"Delivery to {c}", c =>
            New($"seen-date-{n}", $"Christmas orders for {c}", "Last day", $"Orders placed by December {CareFacts.Deadline(c) + 3 + (n / 30)} reach {c} before Christmas."))),
    ];

    /// <summary>A quarter: scored, never looked at while the checker was tuned.</summary>
    public static readonly ImmutableArray<Contradicting> HeldBack =
    [
        new("the price written with a thousands separator", n => Made(n, (s, p) => $"{s} {p}: warranty and repair", (s, p) =>
            New($"held-price-{n}", $"{s} {p} in our shop", "Price", $"You can buy the {s} {p} for € {(CareFacts.Price(s, p) + 130).ToString("N2", CultureInfo.InvariantCulture)} in our shop."))),
        new("with and without", n => Made(n, (s, p) => $"{s} {p}: warranty and repair", (s, p) =>
            New($"held-required-{n}", $"Registering the {s} {p}", "Do I have to?",
                CareFacts.Is($"register {s} {p}") ? $"To claim the warranty of the {s} {p}, registration is optional." : $"Claiming the warranty of the {s} {p} requires registration."))),
        new("every other interval", n => Made(n, (s, p) => $"Caring for the {s} {p}", (s, p) =>
            New($"held-interval-{n}", $"{s} {p}: keeping it clean", "How often", $"We recommend to descale the {s} {p} once in {(CareFacts.Weeks(s, p) * 7) + 14} days."))),
        new("we do not", n => Plan(n, (plan, c) => $"The {plan} plan in {c}", (plan, c) =>
            New($"held-never-{n}", $"Help for {plan} customers in {c}", "Telephone support",
                CareFacts.Is($"phone {plan} {c}") ? $"Support by telephone is never part of the {plan} plan in {c}." : $"The {plan} plan in {c} includes telephone support."))),
    ];

    private static string Cap(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Many(string product) => CareFacts.Plural(product);

    private static int Days(string product, string country) => CareFacts.ReturnDays(product, country);

    private static int Years(int months) => (months / 12) + 2;

    public static string Months(int n) => n == 1 ? "one month" : $"{CareFacts.Words(n)} months";

    private static Article New(string id, string title, string heading, string text) => new(id, title, [new("it", $"{title} › {heading}", text)]);

    private static (string, Article) Of(int n, Func<string, string, string> title, Func<string, string, Article> make) => Both(CareFacts.Products[n * 7 % 40], CareFacts.Countries[(n * 11 + 3) % 30], title, make);

    private static (string, Article) Made(int n, Func<string, string, string> title, Func<string, string, Article> make) => Both(CareFacts.Series[(n * 13 + 5) % 30], CareFacts.Products[(n * 3 + 1) % 40], title, make);

    private static (string, Article) Plan(int n, Func<string, string, string> title, Func<string, string, Article> make) => Both(CareFacts.Plans[n % 8], CareFacts.Countries[(n * 7 + 2) % 30], title, make);

    private static (string, Article) Where(int n, Func<string, string> title, Func<string, Article> make) => (title(CareFacts.Countries[n % 30]), make(CareFacts.Countries[n % 30]));

    private static (string, Article) There(int n, Func<string, string> title, Func<string, Article> make) => (title(CareFacts.Cities[n % 40]), make(CareFacts.Cities[n % 40]));

    private static (string, Article) Both(string one, string other, Func<string, string, string> title, Func<string, string, Article> make) => (title(one, other), make(one, other));
}
