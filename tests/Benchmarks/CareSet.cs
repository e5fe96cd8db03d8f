using System.Collections.Immutable;
using FunctionsAgent.Knowledge;

namespace Benchmarks;

/// <param name="Against">The article it contradicts; null for an outdated one.</param>
internal sealed record Plant(string Kind, string Wording, bool HeldBack, string Article, string? Against, string Owner);

/// <summary>
/// Articles of an invented shop, the same ones every time: families of one template about different products, countries and stores with different numbers
/// (none of which contradict each other), and among them planted contradictions, outdated articles, and what only looks outdated.
/// </summary>
internal sealed record CareSet(ImmutableArray<Article> Articles, ImmutableArray<Plant> Plants)
{
    public static readonly DateOnly Today = new(2026, 11, 10);

    public const int Planted = 200;

    /// <param name="copies">How often the shop is there, each under other names: 1 is about 4,700 articles.</param>
    public static CareSet Make(int copies = 1)
    {
        var articles = new List<Article>();
        for (var copy = 0; copy < copies; copy++) articles.AddRange(Shop().Select(article => copy == 0 ? article : Renamed(article, copy)));
        var plants = new List<Plant>();
        var byTitle = new Dictionary<string, Article>(StringComparer.Ordinal);
        foreach (var article in articles) byTitle.TryAdd(article.Title, article);
        var used = new HashSet<string>(StringComparer.Ordinal);
        Plant(CareWordings.Seen, CareWordings.HeldBack, w => w.Wording, (wording, n) =>
        {
            // Each wording is about things of its own: two that speak of the same would contradict each other as well.
            var (title, article) = wording.Make(n + ((CareWordings.Seen.IndexOf(wording) is >= 0 and var at ? at : CareWordings.Seen.Length + CareWordings.HeldBack.IndexOf(wording)) * 13));
            return (article, byTitle[title].Id);
        }, "contradiction");
        Plant(CareOutdated.Seen, CareOutdated.HeldBack, w => w.Wording, (wording, n) => (wording.Make(n), null), "outdated");
        for (var n = 0; n < Planted; n++) articles.Add(CareOutdated.NearMisses[n % CareOutdated.NearMisses.Length].Make(n / CareOutdated.NearMisses.Length));
        return new([.. articles.Select(Owned)], [.. plants.Select(p => p with { Owner = Owner(p.Article) })]);

        void Plant<T>(ImmutableArray<T> seen, ImmutableArray<T> held, Func<T, string> name, Func<T, int, (Article Article, string? Against)> make, string kind)
        {
            var heldBack = Planted / 4;
            for (var n = 0; n < Planted; n++)
            {
                var (wordings, at) = n < Planted - heldBack ? (seen, n) : (held, n - (Planted - heldBack));
                var wording = wordings[at % wordings.Length];
                var (article, against) = make(wording, at / wordings.Length);
                if (!used.Add(article.Id)) throw new InvalidOperationException($"{article.Id} twice.");
                articles.Add(article);
                plants.Add(new(kind, name(wording), n >= Planted - heldBack, article.Id, against, ""));
            }
        }
    }

    private static IEnumerable<Article> Shop()
    {
        foreach (var product in CareFacts.Products)
            foreach (var country in CareFacts.Countries) yield return Returns(product, country);
        foreach (var series in CareFacts.Series)
            foreach (var product in CareFacts.Products)
            {
                yield return Warranty(series, product);
                yield return Caring(series, product);
            }
        foreach (var country in CareFacts.Countries) yield return Delivery(country);
        foreach (var city in CareFacts.Cities) yield return Store(city);
        foreach (var plan in CareFacts.Plans)
            foreach (var country in CareFacts.Countries) yield return Plan(plan, country);
    }

    private static Article Returns(string product, string country)
    {
        var (many, id) = (CareFacts.Plural(product), $"returns {product} {country}");
        var (days, refund, fee) = (CareFacts.ReturnDays(product, country), CareFacts.RefundDays(product, country), CareFacts.Fee(product, country));
        return New("returns", id, $"Returns of {many} in {country}",
            ("How long you have", CareFacts.One<string>(id,
                $"{Cap(many)} bought in {country} can be returned within {days} days of delivery.",
                $"You can return {many} within {days} days after delivery in {country}.",
                $"In {country} the return period for {many} is {days} days from delivery.")),
            ("Refunds", CareFacts.One<string>(id + "2",
                $"The refund for {many} is paid within {refund} days to the original payment method. A restocking fee of {fee} percent is deducted from the refund for opened {many}.",
                $"We pay the refund for {many} within {refund} days of the parcel's arrival. For opened {many} we deduct a restocking fee of {fee} percent from the refund.")),
            ("How to pack", Filler(id)));
    }

    private static Article Warranty(string series, string product)
    {
        var (thing, id) = ($"{series} {product}", $"warranty {series} {product}");
        return New("warranty", id, $"{thing}: warranty and repair",
            ("Warranty", CareFacts.One<string>(id, $"The {thing} comes with a warranty of {CareFacts.Warranty(series, product)} months.", $"The warranty of the {thing} lasts {CareFacts.Warranty(series, product)} months.")
                + (CareFacts.Is($"battery {series} {product}") ? $" The battery of the {thing} is covered by the warranty." : $" The battery of the {thing} is not covered by the warranty.")
                + (CareFacts.Is($"register {series} {product}") ? $" Registration is required to claim the warranty of the {thing}." : $" Registration is optional to claim the warranty of the {thing}.")),
            ("Repair", $"Repairs of the {thing} take {CareFacts.Repair(series, product)} working days. {Filler(id)}"),
            ("In the box", CareFacts.Is($"box {series} {product}") ? $"A carrying case for the {thing} is included." : $"A carrying case for the {thing} is sold separately."),
            ("Facts", $"The {thing} costs {CareFacts.Price(series, product)}.00 euros in our shop.\nMaximum load of the {thing}: {CareFacts.Load(series, product)} kg"));
    }

    public static Article Caring(string series, string product)
    {
        var (thing, id) = ($"{series} {product}", $"caring {series} {product}");
        return New("caring", id, $"Caring for the {thing}",
            ("Descaling", $"Descale the {thing} every {CareFacts.Weeks(series, product)} weeks. Use a mild acid and rinse the tank of the {thing} twice with fresh water. Never open the housing of the {thing} while it is hot."),
            ("Cleaning", $"Wipe the outside of the {thing} with a damp cloth and dry it with a soft one. Scouring agents scratch the surface of the {thing}. {Filler(id)}"),
            ("Storing", $"Store the {thing} in a dry place between five and forty degrees. Wind the cable loosely, since a tight loop breaks the wires inside. {Filler(id + "3")}"),
            ("About this page", "Last updated: June 2026"));
    }

    private static Article Delivery(string country) => New("delivery", country, $"Delivery to {country}",
        ("Standard", $"Standard delivery to {country} takes {CareFacts.Delivery(country)} working days. Standard delivery to {country} costs {CareFacts.Postage(country)}.90 euros for each order. Orders above {CareFacts.Free(country)} euros are delivered to {country} free of charge."),
        ("Express", $"Express delivery to {country} takes {CareFacts.Delivery(country) - 2} working days. Express delivery to {country} costs {CareFacts.Postage(country) + 8}.90 euros for each order."),
        ("Size", $"Parcels to {country} weigh up to {CareFacts.Kilograms(country)} kg."),
        ("Christmas", $"Orders placed by {CareFacts.Deadline(country)} December reach {country} before Christmas."));

    private static Article Store(string city)
    {
        var (from, to) = CareFacts.Hours(city);
        return New("stores", city, $"The {city} store",
            ("Hours", $"The {city} store is open from {from}:00 to {to}:00 on weekdays. On Saturdays the {city} store is open from {from + 1}:00 to {to - 2}:00."),
            ("Services", (CareFacts.Is($"parking {city}") ? $"Parking at the {city} store is free." : $"Parking at the {city} store is charged by the hour.") + " " + (CareFacts.Is($"online {city}") ? $"The {city} store accepts returns of online orders." : $"The {city} store does not accept returns of online orders.")));
    }

    private static Article Plan(string plan, string country) => New("plans", $"{plan} {country}", $"The {plan} plan in {country}",
        ("Price", $"In {country} the {plan} plan costs {CareFacts.Monthly(plan, country)} euros a month and can be cancelled with a notice of {CareWordings.Months(CareFacts.Notice(plan, country))}."),
        ("Benefits", $"Customers of the {plan} plan in {country} get a discount of {CareFacts.Discount(plan, country)} percent on accessories. "
            + (CareFacts.Is($"phone {plan} {country}") ? $"Telephone support is part of the {plan} plan in {country}." : $"Telephone support is not part of the {plan} plan in {country}.")));

    private static Article New(string family, string id, string title, params (string Heading, string Text)[] sections) =>
        new($"{family}/{id.ToLowerInvariant().Replace(' ', '-')}", title, [.. sections.Select((s, n) => new Section($"s{n}", $"{title} › {s.Heading}", s.Text))]);

    private static string Cap(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Filler(string key) => CareFacts.One<string>(key + "filler",
        "Keep the original box, as it protects the device on its way.", "Please write the order number on a slip of paper and put it on top.", "Our workshop looks at every device by hand before it is sent on.",
        "Loose parts go into a bag of their own so that nothing gets lost.", "A photo of the type plate helps us to find the right spare part.", "If something is unclear, our team is glad to help by chat.",
        "Remove the plug from the socket before you begin.", "You will hear from us by e-mail as soon as there is news.");

    /// <summary>Another shop: its names are other words, so that nothing in it is about the same things.</summary>
    private static Article Renamed(Article article, int copy)
    {
        return article with { Id = $"shop{copy}/{article.Id}", Title = Other(article.Title), Sections = [.. article.Sections.Select(s => s with { Heading = Other(s.Heading), Text = Other(s.Text) })] };

        string Other(string text)
        {
            foreach (var name in Names) text = text.Replace(name, name + Tail(copy), StringComparison.Ordinal);
            return text;
        }
    }

    private static readonly string[] Names = [.. CareFacts.Countries, .. CareFacts.Series, .. CareFacts.Cities];

    private static string Tail(int copy) => string.Concat(copy.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => "abefiklmor"[digit - '0'])) + "k";

    private static string Owner(string id) => $"team{CareFacts.Pick(id, 20)}@shop.example";

    private static Article Owned(Article article) => article with { Owner = Owner(article.Id), Review = article.Review ?? Today.AddDays(10 + CareFacts.Pick(article.Id + "review", 500)) };
}
