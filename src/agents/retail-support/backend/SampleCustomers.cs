namespace RetailSupport.Backend;

/// <summary>Invented people. The e-mail domains and telephone numbers are reserved for examples.</summary>
internal static class SampleCustomers
{
    public static IReadOnlyList<Customer> All { get; } =
    [
        Of(1, "Mara Ellington", "418 Larkspur Lane", "Austin", "TX", "78704"),
        Of(2, "Theo Brandvold", "92 Harbor Street", "Portland", "ME", "04101"),
        Of(3, "Keala Nakoa", "1530 Ala Moana Row", "Honolulu", "HI", "96814"),
        Of(4, "Priya Venkataraman", "77 Juniper Court", "San Jose", "CA", "95112"),
        Of(5, "Jonas Whitfield", "6 Millrace Road", "Ithaca", "NY", "14850"),
        Of(6, "Renata Oliveira", "2301 Biscayne Walk", "Miami", "FL", "33137"),
        Of(7, "Samuel Okafor", "845 Peachtree Bend", "Atlanta", "GA", "30309"),
        Of(8, "Ingrid Halvorsen", "19 Nicollet Terrace", "Minneapolis", "MN", "55403"),
        Of(9, "Wendell Begay", "3 Turquoise Trail", "Santa Fe", "NM", "87501"),
        Of(10, "Lani Kahale", "58 Banyan Drive", "Hilo", "HI", "96720"),
        Of(11, "Fiona McAllister", "640 Rainier Avenue", "Seattle", "WA", "98118"),
        Of(12, "Desmond Achterberg", "1207 Lakeview Drive", "Chicago", "IL", "60614"),
    ];

    /// <summary>Furnishes offices, and has more orders than fit into anybody's prompt.</summary>
    public static Customer Offices { get; } = Of(13, "Adaeze Lindqvist", "88 Foundry Plaza", "Columbus", "OH", "43215");

    private static Customer Of(int number, string name, string street, string city, string state, string zip) => new(
        $"C{number:D3}", name, $"{name.Split(' ')[0].ToLowerInvariant()}@customers.example", $"+1555555{100 + number:D4}",
        new Address(name, street, city, state, zip));
}
