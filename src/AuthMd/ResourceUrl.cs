namespace AuthMd;

/// <summary>One spelling per URL: clients compare identifiers character by character.</summary>
internal static class ResourceUrl
{
    public static string Canonical(string value)
    {
        var uri = Parse(value);
        return Origin(uri) + Path(uri);
    }

    /// <summary>Whether two identifiers are one but for a trailing slash.</summary>
    public static bool IsSame(string left, string right) => Bare(left).SequenceEqual(Bare(right));

    /// <summary>Scheme, host in ASCII, and the port when it is not the scheme's own.</summary>
    public static string Origin(Uri uri)
    {
        // IdnHost drops an IPv6 address's brackets.
        var host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost.Trim('[', ']')}]" : uri.IdnHost;
        return $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}";
    }

    /// <summary>The escaped path; empty for the root, never with a trailing slash.</summary>
    public static string Path(Uri uri) => uri.AbsolutePath.TrimEnd('/');

    public static Uri Parse(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException($"'{value}' is not an absolute http(s) URL.", nameof(value));
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            throw new ArgumentException($"'{value}' has a user, a query or a fragment: a resource is named by scheme, host and path alone.", nameof(value));
        return uri;
    }

    private static ReadOnlySpan<char> Bare(string identifier) => identifier.EndsWith('/') ? identifier.AsSpan(0, identifier.Length - 1) : identifier;
}
