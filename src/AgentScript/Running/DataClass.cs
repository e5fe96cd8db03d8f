namespace AgentScript.Running;

/// <summary>Classes of data, from public to secret; what nobody knows is taken for secret.</summary>
public static class DataClass
{
    public const string Public = "public";
    public const string Internal = "internal";
    public const string Personal = "personal";
    public const string Secret = "secret";

    /// <summary>The stricter of two classes.</summary>
    public static string Stricter(string a, string b) => Rank(a) >= Rank(b) ? a : b;

    private static int Rank(string name) => name switch { Public => 0, Internal => 1, Personal => 2, _ => 3 };
}
