namespace AuthMd;

/// <summary>The 401 challenge that starts an agent on its way (RFC 9728 section 5.1, RFC 6750 section 3).</summary>
public static class Challenge
{
    /// <summary>The whole value of <c>WWW-Authenticate</c>.</summary>
    /// <param name="tokenPresented">The request carried a token, and it is not good: <c>error="invalid_token"</c> is added. Without one RFC 6750 wants no error code.</param>
    public static string For(AuthMdOptions options, bool tokenPresented)
    {
        ArgumentNullException.ThrowIfNull(options);
        var value = $"Bearer resource_metadata=\"{ProtectedResourceMetadata.MetadataUrl(options.Resource)}\"";
        return tokenPresented ? value + ", error=\"invalid_token\"" : value;
    }

    /// <summary>The whole 401 of an API that takes this service's tokens: no token, or one that is not good.</summary>
    public static RefusalException Refusal(AuthMdOptions options, bool tokenPresented)
    {
        var message = tokenPresented ? "The access token is not good, or no longer." : "An access token is needed. The metadata says where to get one.";
        return new(401, "unauthorized", message) { Challenge = For(options, tokenPresented) };
    }
}
