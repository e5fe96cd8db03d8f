using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Benchmarks;

/// <summary>An invented company's truth: whoever asks for the same fact of the same thing is told the same, so that two articles contradict each other only where that was planted.</summary>
internal static class CareFacts
{
    public static readonly ImmutableArray<string> Products =
    [
        "kettle", "toaster", "blender", "coffee machine", "vacuum cleaner", "air purifier", "hair dryer", "electric shaver", "food processor", "rice cooker",
        "washing machine", "tumble dryer", "dishwasher", "freezer", "microwave", "steam iron", "juicer", "bread maker", "slow cooker", "heater",
        "fan", "dehumidifier", "sewing machine", "electric toothbrush", "bathroom scale", "massage chair", "projector", "loudspeaker", "headset", "router",
        "doorbell", "thermostat", "lamp", "power drill", "lawn mower", "hedge trimmer", "pressure washer", "cooler box", "tent", "bicycle trailer",
    ];

    public static readonly ImmutableArray<string> Countries =
    [
        "Germany", "Austria", "Switzerland", "France", "Belgium", "Italy", "Spain", "Portugal", "Poland", "Hungary", "Sweden", "Norway", "Finland", "Denmark", "Iceland",
        "Ireland", "Greece", "Croatia", "Slovenia", "Slovakia", "Romania", "Bulgaria", "Estonia", "Latvia", "Lithuania", "Malta", "Cyprus", "Luxembourg", "Serbia", "Albania",
    ];

    public static readonly ImmutableArray<string> Series =
    [
        "Norvik", "Altura", "Belmondo", "Cortina", "Dovrefell", "Estrella", "Fjordlys", "Granada", "Helios", "Isola", "Juvenia", "Kestrel", "Lumen", "Maestro", "Nimbus",
        "Orbit", "Palisade", "Quasar", "Riviera", "Solano", "Tundra", "Umbra", "Vertigo", "Wexford", "Xenia", "Ypsilon", "Zephyr", "Arcadia", "Borealis", "Calypso",
    ];

    public static readonly ImmutableArray<string> Cities =
    [
        "Hamburg", "Vienna", "Zurich", "Lyon", "Antwerp", "Turin", "Valencia", "Porto", "Gdansk", "Debrecen", "Uppsala", "Bergen", "Tampere", "Aarhus", "Cork", "Patras", "Split", "Maribor",
        "Kosice", "Cluj", "Plovdiv", "Tartu", "Riga", "Kaunas", "Valletta", "Limassol", "Bremen", "Graz", "Basel", "Nantes", "Ghent", "Bologna", "Bilbao", "Coimbra", "Poznan", "Szeged",
        "Malmo", "Trondheim", "Turku", "Odense",
    ];

    public static readonly ImmutableArray<string> Plans = ["Basic", "Comfort", "Family", "Business", "Student", "Premium", "Travel", "Weekend"];

    /// <summary>The same number from 0 to <paramref name="n"/> - 1 for the same key, everywhere and always (FNV-1a, mixed).</summary>
    public static int Pick(string key, int n)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(key)) hash = (hash ^ b) * 1099511628211UL;
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15UL;
        return (int)((hash >> 33) % (ulong)n);
    }

    public static T One<T>(string key, params ReadOnlySpan<T> of) => of[Pick(key, of.Length)];

    public static string Plural(string product) => product.EndsWith('h') ? product + "es" : product + "s";

    public static int ReturnDays(string product, string country) => One<int>($"return {product} {country}", 14, 21, 28, 30, 40, 50, 60);

    public static int RefundDays(string product, string country) => One<int>($"refund {product} {country}", 3, 5, 7, 10, 12);

    public static int Fee(string product, string country) => One<int>($"fee {product} {country}", 5, 8, 10, 15, 20);

    public static int Warranty(string series, string product) => One<int>($"warranty {series} {product}", 12, 18, 24, 30, 36, 60);

    public static int Repair(string series, string product) => One<int>($"repair {series} {product}", 4, 6, 9, 11, 13);

    public static int Load(string series, string product) => One<int>($"load {series} {product}", 3, 5, 7, 8, 11);

    public static int Price(string series, string product) => 60 + (Pick($"price {series} {product}", 240) * 10) + 9;

    public static int Weeks(string series, string product) => One<int>($"weeks {series} {product}", 2, 4, 6, 8, 12);

    public static int Delivery(string country) => One<int>($"delivery {country}", 3, 4, 5, 6, 8);

    public static int Postage(string country) => One<int>($"postage {country}", 4, 6, 7, 9, 12, 15);

    public static int Free(string country) => One<int>($"free {country}", 50, 75, 80, 100, 120);

    public static int Kilograms(string country) => One<int>($"kg {country}", 20, 25, 30, 31, 40);

    public static int Deadline(string country) => 8 + Pick($"deadline {country}", 10);

    public static (int From, int To) Hours(string city) => (One<int>($"opens {city}", 8, 9, 10), One<int>($"closes {city}", 17, 18, 19, 20));

    public static int Monthly(string plan, string country) => 5 + Pick($"monthly {plan} {country}", 40);

    public static int Notice(string plan, string country) => One<int>($"notice {plan} {country}", 1, 2, 3, 6);

    public static int Discount(string plan, string country) => One<int>($"discount {plan} {country}", 3, 5, 8, 10, 12, 15);

    public static bool Is(string what) => Pick(what, 2) == 0;

    public static string Words(int number) => number switch
    {
        1 => "one", 2 => "two", 3 => "three", 4 => "four", 5 => "five", 6 => "six", 7 => "seven", 8 => "eight", 9 => "nine", 10 => "ten", 11 => "eleven", 12 => "twelve",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
