using AuthMd.Http;

namespace AuthMd;

/// <summary>The <c>/auth.md</c> document, for a person and for a model: 200, <see cref="ContentType"/>.</summary>
public static class AuthMdDocument
{
    public const string Path = "/auth.md";
    public const string ContentType = "text/markdown; charset=utf-8";

    /// <param name="lifetimes">Those of the service; the usual ones when null.</param>
    /// <exception cref="ArgumentException">The options advertise what nobody serves.</exception>
    public static string Render(AuthMdOptions options, AuthMdLifetimes? lifetimes = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        string[] sections = [Introduction(options), Discovery(options), Scopes(options), Registration(options, lifetimes ?? new()), Endpoints(options), Errors(options), Links(options)];
        return string.Join('\n', sections.Where(section => section.Length > 0));
    }

    private static string Introduction(AuthMdOptions options) =>
        $"""
        # auth.md: how an agent gets access to {OneLine(options.ResourceName)}

        This page is written for AI agents and for the people who run them; a person gives its address to an agent. The API is `{options.Resource}`.

        """;

    private static string Discovery(AuthMdOptions options)
    {
        var servers = options.AuthorizationServers.IsDefault ? [] : options.AuthorizationServers;
        var own = options.Issuer is { } issuer
            ? $"""
              - Authorization server metadata (RFC 8414): <{AuthorizationServerMetadata.MetadataUrl(issuer)}>
              - Keys that sign identity assertions (RFC 7517): <{issuer}{Routes.Jwks}>

              """
            : "";
        return
            $"""
            ## Discovery

            - Protected resource metadata (RFC 9728): <{ProtectedResourceMetadata.MetadataUrl(options.Resource)}>
            - A request without a token is answered `401` with `WWW-Authenticate: {Challenge.For(options, tokenPresented: false)}`.
            - Send a token in the `Authorization: Bearer` header only, never in a URL or a body.
            {string.Concat(servers.Select(server => $"- Authorization server: <{OneLine(server)}>\n"))}{own}
            """;
    }

    private static string Scopes(AuthMdOptions options) => options.Scopes.IsDefaultOrEmpty
        ? "## Scopes\n\nThe API has no scopes.\n"
        : $"## Scopes\n\n{string.Concat(options.Scopes.Select(scope => $"- `{OneLine(scope)}`{(options.ScopeDescriptions.TryGetValue(scope, out var words) ? ": " + OneLine(words) : "")}\n"))}";

    private static string Registration(AuthMdOptions options, AuthMdLifetimes lifetimes) => options switch
    {
        { RegistrationOpen: true, Issuer: not null } => RegistrationGuide.Render(options, lifetimes),
        { RegistrationOpen: true } => Elsewhere(),
        _ => Closed(options),
    };

    private static string Elsewhere() =>
        """
        ## Registration

        Registration is open. Read the authorization server's metadata (RFC 8414), register at its
        `agent_auth.identity_endpoint`, exchange the identity assertion at its `token_endpoint`, and call the API
        with the access token. Take every URL from the metadata; do not guess one.

        """;

    private static string Closed(AuthMdOptions options) =>
        $"""
        ## Registration

        **Registration is not open yet.** An agent cannot register here by itself: no registration endpoint exists, and
        there is nothing to poll. Do not try other URLs.

        To ask for access, have the person you work for write to {Operator(options)}. Say which organisation runs
        the agent, what it is to do here and for whom, and which of the endpoints below it needs. If access is granted,
        the operator hands over a bearer token.

        """;

    private static string Operator(AuthMdOptions options) =>
        string.IsNullOrWhiteSpace(options.Contact) ? "the operator of this service" : OneLine(options.Contact);

    private static string Endpoints(AuthMdOptions options) => options.Endpoints.IsDefaultOrEmpty
        ? ""
        : $"""
        ## Endpoints

        | request | what for | token |
        |---|---|---|
        {string.Join('\n', options.Endpoints.Select(Row))}

        """;

    private static string Row(AuthMdEndpoint endpoint) =>
        $"| `{endpoint.Method} {endpoint.Path}` | {Cell(endpoint.Purpose)} | {(endpoint.NeedsToken ? "yes" : "no")} |";

    private static string Errors(AuthMdOptions options) =>
        $"""
        ## Errors

        Errors of the API are `application/problem+json` (RFC 9457) with `type`, `title`, `status` and `detail`; `type` is stable.

        | status | what to do |
        |---|---|
        | 400, 404, 409, 413, 422 | Do not send the same request again; read `detail`. |
        | 401 | {(options.RegistrationOpen
            ? "Get a new access token once; if it is refused too, begin again at discovery."
            : "The token is missing or not valid. A repeat cannot help; ask the operator.")} |
        | 403 | The token does not allow this. A repeat cannot help. |
        | 429 | Wait as long as `Retry-After` says. |
        | 5xx | Send the same request again with exponential back-off. |

        """;

    private static string Links(AuthMdOptions options)
    {
        var documentation = string.IsNullOrEmpty(options.Documentation) ? "" : $"- Documentation: <{OneLine(options.Documentation)}>\n";
        var terms = string.IsNullOrEmpty(options.Terms) ? "" : $"- Terms of service: <{OneLine(options.Terms)}>\n";
        return documentation.Length + terms.Length == 0 ? "" : $"## More\n\n{documentation}{terms}";
    }

    // A configured value must not open a heading or a table row of its own.
    private static string OneLine(string value) => string.Join(' ', value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static string Cell(string value) => OneLine(value).Replace("|", "\\|", StringComparison.Ordinal);
}
