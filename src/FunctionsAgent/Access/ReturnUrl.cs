namespace FunctionsAgent.Access;

/// <summary>Where a browser goes after it signed in: a page of ours, never another site (CWE-601).</summary>
internal static class ReturnUrl
{
    public const string Default = "/api/operator/me";

    private const int MaxLength = 1000;
    private static readonly Uri Self = new("https://self.invalid");

    /// <summary>The path and query, the default where none is asked for, or null where it is not one of ours.</summary>
    public static string? Of(string? asked)
    {
        if (string.IsNullOrEmpty(asked)) return Default;
        // Browsers read "/\host" like "//host", and drop tabs and line ends before they look.
        if (asked.Length > MaxLength || asked[0] != '/' || asked.Any(c => c is '\\' || char.IsControl(c) || c > '~')) return null;
        if (!Uri.TryCreate(Self, asked, out var uri) || uri.Host != Self.Host || IsOwn(uri.AbsolutePath)) return null;
        // Looked at as it will be sent: "/.//host" is "//host" without its dots.
        return uri.PathAndQuery.StartsWith("//", StringComparison.Ordinal) ? null : uri.PathAndQuery;
    }

    // Back to the sign-in after the sign-in would go round for ever.
    private static bool IsOwn(string path) => path.TrimEnd('/').Equals(SignInPages.Path, StringComparison.OrdinalIgnoreCase);
}
