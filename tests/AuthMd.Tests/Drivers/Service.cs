using System.Net;
using System.Net.Sockets;
using AuthMd.Http;
using AuthMd.Limits;
using AuthMd.Registrations;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AuthMd.Tests.Drivers;

/// <summary>
/// One running instance: Kestrel on a free port, reached as <see cref="Issuer"/> by <see cref="Agent"/>, so that the URLs of
/// discovery work as they are told. Several instances share what <see cref="SecondAsync"/> passes on. Endpoints are added in parts of this class.
/// </summary>
public sealed partial class Service : IAsyncDisposable
{
    public const string Issuer = "http://shop.example";

    private readonly WebApplication app;

    private Service(MemoryStore store, FakeTimeProvider clock, MemoryAccounts accounts, MemoryAuditTrail audit, AuthMdOptions options, AuthMdLifetimes lifetimes, IReadOnlyList<IIdentityMethod>? methods = null)
    {
        (Store, Clock, Accounts, Audit, Options, Lifetimes) = (store, clock, accounts, audit, options, lifetimes);
        Keys = new(Store, Seal, lifetimes, clock);
        Assertions = new(Keys, lifetimes, clock);
        Registrations = new(Store);
        Tokens = new(Store, Registrations, Accounts, lifetimes, clock);
        Limits = new(Store, clock, NullLogger<RateLimits>.Instance);
        Refusals = new(Audit, clock);
        AddCore();
        AddClaims();
        AddProviders();
        if (methods is not null) Methods = [.. methods];

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.UseRouting();
        MapCore(app);
        MapClaims(app);
        MapProviders(app);
        Agent = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectCallback = ConnectAsync }) { BaseAddress = new(Issuer) };
    }

    public MemoryStore Store { get; }
    public FakeTimeProvider Clock { get; }
    public MemoryAccounts Accounts { get; }
    public MemoryAuditTrail Audit { get; }
    public AuthMdOptions Options { get; set; }
    public AuthMdLifetimes Lifetimes { get; }
    public PlainSeal Seal { get; } = new();
    public SigningKeys Keys { get; }
    public Assertions Assertions { get; }
    public RegistrationStore Registrations { get; }
    public AccessTokens Tokens { get; }
    public RateLimits Limits { get; }
    public Refusals Refusals { get; }

    /// <summary>What <c>POST /agent/identity</c> knows; parts add theirs.</summary>
    public List<IIdentityMethod> Methods { get; private set; } = [];

    /// <summary>An HTTP client to this instance; follows no redirects, keeps no cookies.</summary>
    public HttpClient Agent { get; }

    /// <summary>The dialect of services that name none, in this test and what it starts; the conformance list speaks both.</summary>
    public static AsyncLocal<AuthMdDialect?> Spoken { get; } = new();

    public static AuthMdOptions Usual => new()
    {
        Dialect = Spoken.Value ?? AuthMdDialect.B,
        Resource = Issuer + "/api", ResourceName = "Retail Support", Issuer = Issuer, AuthorizationServers = [Issuer], RegistrationOpen = true,
        Scopes = ["api.read", "api.write"], PreClaimScopes = ["api.read"], PostClaimScopes = ["api.read", "api.write"],
        Limits = new()
        {
            Anonymous = null, AnonymousPerAddress = null, ServiceAuth = null, ServiceAuthPerAddress = null, IdentityAssertion = null,
            IdentityAssertionPerAddress = null, PerLoginHint = null, AttemptsPerClaim = null,
        },
    };

    /// <param name="options">A change of <see cref="Usual"/>, which has no rate limits.</param>
    /// <param name="methods">In the place of those the service has.</param>
    public static Task<Service> StartAsync(Func<AuthMdOptions, AuthMdOptions>? options = null, AuthMdLifetimes? lifetimes = null, IReadOnlyList<IIdentityMethod>? methods = null) => StartAsync(new(
        new(), new(new DateTimeOffset(2026, 9, 1, 12, 0, 0, TimeSpan.Zero)), new(), new(), options is null ? Usual : options(Usual), lifetimes ?? new(), methods));

    /// <summary>Another instance of the same service: store, clock, accounts and trail are shared, nothing in memory is.</summary>
    public Task<Service> SecondAsync() => StartAsync(new(Store, Clock, Accounts, Audit, Options, Lifetimes));

    public Caller Caller(HttpContext context) => new(Options, context.Connection.RemoteIpAddress);

    public async ValueTask DisposeAsync()
    {
        Agent.Dispose();
        await app.DisposeAsync();
        Keys.Dispose();
        Limits.Dispose();
    }

    private static async Task<Service> StartAsync(Service service)
    {
        await service.app.StartAsync();
        return service;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    partial void AddCore();
    partial void AddClaims();
    partial void AddProviders();
    partial void MapCore(WebApplication app);
    partial void MapClaims(WebApplication app);
    partial void MapProviders(WebApplication app);
}
