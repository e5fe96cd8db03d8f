using System.Net;
using System.Text;
using AuthMd.Client;
using Microsoft.Extensions.Time.Testing;

namespace AuthMd.Tests.Client;

/// <summary>A service that says what a test wants, in the order it wants; the last answer of a path is repeated.</summary>
public sealed class ScriptedPeer : HttpMessageHandler
{
    public const string Host = "https://peer.example", Api = Host + "/api";
    public const string Metadata = "/.well-known/oauth-protected-resource/api", Server = "/.well-known/oauth-authorization-server";

    private readonly Dictionary<string, Queue<Func<HttpResponseMessage>>> script = new(StringComparer.Ordinal);

    public List<(string Path, string Body)> Asked { get; } = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero));

    public ImpatientClock Patience { get; }

    public string Directory { get; } = Path.Combine(Path.GetTempPath(), "authmd-" + Guid.NewGuid().ToString("N"));

    public ScriptedPeer() => Patience = new(Clock);

    /// <summary>With metadata of dialect A or B.</summary>
    public static ScriptedPeer Speaking(AuthMdDialect dialect)
    {
        var grants = dialect == AuthMdDialect.A ? """["urn:ietf:params:oauth:grant-type:jwt-bearer","urn:workos:agent-auth:grant-type:claim"]""" : """["urn:ietf:params:oauth:grant-type:jwt-bearer"]""";
        return new ScriptedPeer().Challenges($"Bearer resource_metadata=\"{Host}{Metadata}\"")
            .Says(Metadata, 200, $$"""{"resource":"{{Api}}","resource_name":"Peer","authorization_servers":["{{Host}}"],"scopes_supported":["a"],"novelty":{"x":1} }""")
            .Says(Server, 200, $$"""
                {"issuer":"{{Host}}","token_endpoint":"{{Host}}/oauth2/token","revocation_endpoint":"{{Host}}/oauth2/revoke","grant_types_supported":{{grants}},
                 "agent_auth":{"skill":"{{Host}}/auth.md","identity_endpoint":"{{Host}}/agent/identity","claim_endpoint":"{{Host}}/agent/identity/claim",
                 "identity_types_supported":["anonymous","service_auth"]} }
                """);
    }

    public ScriptedPeer Challenges(string value) => Answers("/api", () =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", value);
        return response;
    });

    public ScriptedPeer Says(string path, int status, string json, params (string Name, string Value)[] headers) => Answers(path, () =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    });

    public ScriptedPeer Answers(string path, Func<HttpResponseMessage> answer)
    {
        if (!script.TryGetValue(path, out var queue)) script[path] = queue = new();
        queue.Enqueue(answer);
        return this;
    }

    /// <summary>In the place of what was said so far.</summary>
    public ScriptedPeer SaysInstead(string path, int status, string json, params (string Name, string Value)[] headers)
    {
        script.Remove(path);
        return Says(path, status, json, headers);
    }

    public AuthMdClient Agent(AuthMdClientOptions? options = null, ICredentialStore? store = null, string api = Api) => new(new(api), store ?? new FileCredentialStore(Directory), options, this, Patience);

    public IEnumerable<string> SentTo(string path) => Asked.Where(one => one.Path == path).Select(one => one.Body);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        Asked.Add((path, request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : ""));
        if (request.RequestUri.GetLeftPart(UriPartial.Authority) != Host || !script.TryGetValue(path, out var queue)) return new(HttpStatusCode.NotFound) { RequestMessage = request };
        var response = (queue.Count > 1 ? queue.Dequeue() : queue.Peek())();
        response.RequestMessage ??= request;
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
        base.Dispose(disposing);
    }
}
