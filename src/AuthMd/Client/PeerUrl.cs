namespace AuthMd.Client;

/// <summary>URLs that other people's documents name: <c>https</c>, or this machine.</summary>
internal static class PeerUrl
{
    private const int Maximum = 2048;

    /// <exception cref="AuthMdClientException"><c>insecure_url</c>.</exception>
    public static Uri Need(Uri uri) => IsGood(uri) ? uri
        : throw new AuthMdClientException("insecure_url", $"{(uri.IsAbsoluteUri ? uri.GetLeftPart(UriPartial.Authority) : "A relative URL")} is not https (http is for this machine alone), or carries a user or a fragment.");

    /// <summary>Null: there is none.</summary>
    /// <exception cref="AuthMdClientException"><c>invalid_metadata</c> or <c>insecure_url</c>.</exception>
    public static Uri? Read(string? value, string name) => value is null ? null
        : value.Length <= Maximum && Uri.TryCreate(value, UriKind.Absolute, out var uri) ? Need(uri)
        : throw new AuthMdClientException("invalid_metadata", $"'{name}' is no absolute URL of at most {Maximum} characters.");

    /// <summary>Null: there is none, or none that is good; of what an agent can do without.</summary>
    public static Uri? Find(string? value) => value is { Length: <= Maximum } && Uri.TryCreate(value, UriKind.Absolute, out var uri) && IsGood(uri) ? uri : null;

    /// <summary>Whether a URL lies at or below a resource: same scheme, host and port, and its path begins with the resource's, by whole segments.</summary>
    public static bool IsWithin(Uri uri, string resource)
    {
        if (!Uri.TryCreate(resource, UriKind.Absolute, out var root) || ResourceUrl.Origin(uri) != ResourceUrl.Origin(root)) return false;
        var (path, prefix) = (uri.AbsolutePath, ResourceUrl.Path(root));
        return prefix.Length == 0 || path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal);
    }

    private static bool IsGood(Uri uri) => uri.IsAbsoluteUri && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
