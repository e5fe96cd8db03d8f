namespace AuthMd.Http;

/// <summary>Where the endpoints lie below the issuer (specification §2). Clients take the URLs from discovery.</summary>
public static class Routes
{
    public const string AuthorizationServer = "/.well-known/oauth-authorization-server";
    public const string Jwks = "/.well-known/jwks.json";
    public const string Identity = "/agent/identity";
    public const string Claim = "/agent/identity/claim";
    public const string Complete = "/agent/identity/claim/complete";
    public const string Page = "/claim";
    public const string Confirm = "/claim/confirm";
    public const string Deny = "/claim/deny";
    public const string Token = "/oauth2/token";
    public const string Revoke = "/oauth2/revoke";
    public const string Events = "/agent/event/notify";
}
