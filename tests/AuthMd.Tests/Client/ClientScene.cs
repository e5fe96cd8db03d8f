using AuthMd.Client;
using AuthMd.Tests.Drivers;
using AuthMd.Tests.Providers;

namespace AuthMd.Tests.Client;

/// <summary>A service of somebody else's, and agents that come by https and share a directory of credentials.</summary>
public sealed class ClientScene : IAsyncDisposable
{
    public const string Host = "https://shop.example", Api = Host + "/api/whoami";

    private readonly List<AuthMdClient> clients = [];

    private ClientScene(Service service)
    {
        Service = service;
        Clock = new(service.Clock);
        Net = new(service.Agent);
        Directory = Path.Combine(Path.GetTempPath(), "authmd-" + Guid.NewGuid().ToString("N"));
        Ada = service.Accounts.Add("ada@example.com", name: "Ada");
    }

    public Service Service { get; }
    public ImpatientClock Clock { get; }
    public Wiretap Net { get; }
    public string Directory { get; }
    public Account Ada { get; }

    public static async Task<ClientScene> StartAsync(Func<AuthMdOptions, AuthMdOptions>? options = null, AuthMdLifetimes? lifetimes = null) => new(await Service.StartAsync(
        usual => (options ?? (same => same))(usual with { Resource = Host + "/api", Issuer = Host, AuthorizationServers = [Host] }), lifetimes));

    /// <summary>Another process of the agent.</summary>
    public AuthMdClient Agent(AuthMdClientOptions? options = null, ICredentialStore? store = null)
    {
        var client = new AuthMdClient(new(Api), store ?? new FileCredentialStore(Directory), options, Net, Clock);
        clients.Add(client);
        return client;
    }

    /// <summary>One that acts for Ada, who agrees that it says so.</summary>
    public AuthMdClientOptions ForAda => new() { LoginHint = Ada.Email, Consent = (_, _) => Task.FromResult(true) };

    /// <summary>One that acts for Ada and has her word.</summary>
    public async Task<AuthMdClient> ClaimedAsync(ICredentialStore? store = null)
    {
        var agent = Agent(ForAda, store);
        var claim = (await agent.RegisterAsync()).Claim!;
        await claim.CompleteAsync(await AgreeAsync(claim));
        return agent;
    }

    public Task<string> AgreeAsync(PendingClaim claim) => Service.AgreeAsync(claim.VerificationUri!.PathAndQuery, Ada);

    public static async Task<Answer> CallAsync(AuthMdClient agent, string url = Api)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
        return await Answer.OfAsync(await agent.SendAsync(request));
    }

    public static async Task<AuthMdClientException> RefusedAsync(string code, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<AuthMdClientException>(act);
        Assert.True(refused.Code == code, refused.ToString());
        return refused;
    }

    /// <summary>Everything that lies in the directory.</summary>
    public string OnDisk => string.Concat(System.IO.Directory.EnumerateFiles(Directory).Select(File.ReadAllText));

    /// <summary>For options that bring ID-JAGs of a provider the service trusts.</summary>
    public AuthMdClientOptions With(TestProvider provider, Action<IdJagRequest>? asked = null)
    {
        Service.Network.Serve(provider);
        return new()
        {
            Consent = (_, _) => Task.FromResult(true),
            IdJag = (request, _) =>
            {
                asked?.Invoke(request);
                return Task.FromResult(provider.IdJag(claims =>
                {
                    claims["aud"] = request.Audience;
                    if (request.MaxAge is null && asked is not null) claims["auth_time"] = Service.Clock.GetUtcNow().AddHours(-2).ToUnixTimeSeconds();
                }));
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        Net.Dispose();
        await Service.DisposeAsync();
        if (System.IO.Directory.Exists(Directory)) System.IO.Directory.Delete(Directory, recursive: true);
    }
}
