using System.Security.Cryptography;
using System.Web;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Tests.Access;

/// <summary>An OpenID Connect issuer of our own, shaped like Entra ID's for one tenant: discovery, keys, authorize, token.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Secret = "client-secret-that-no-log-may-show";

    private readonly WebApplication app;
    private readonly Dictionary<string, Dictionary<string, string>> codes = [];
    private int keySets;

    private TestIssuer(WebApplication app)
    {
        this.app = app;
        app.Use(async (context, next) =>
        {
            if (Down) context.Abort();
            else await next(context);
        });
        app.MapGet($"/{Tenant}/v2.0/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = CalledByAnotherName ? Issuer + "x" : Issuer, jwks_uri = $"{Url}/{Tenant}/discovery/v2.0/keys", authorization_endpoint = $"{Url}/{Tenant}/oauth2/v2.0/authorize",
            token_endpoint = $"{Url}/{Tenant}/oauth2/v2.0/token", response_types_supported = new[] { "code" }, id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        app.MapGet($"/{Tenant}/discovery/v2.0/keys", () =>
        {
            Interlocked.Increment(ref keySets);
            return Results.Json(new { keys = Keys.Select(Public) });
        });
        app.MapGet($"/{Tenant}/oauth2/v2.0/authorize", Authorize);
        app.MapPost($"/{Tenant}/oauth2/v2.0/token", TokenAsync);
    }

    public static Guid Tenant { get; } = Guid.Parse("7d5a1b3e-0f62-4c6b-9a3d-1f2e3c4d5e6f");
    public static Guid Client { get; } = Guid.Parse("11111111-2222-4333-8444-555555555555");

    public string Url => app.Urls.First();
    public string Issuer => $"{Url}/{Tenant}/v2.0";

    /// <summary>Takes connections and drops them.</summary>
    public bool Down { get; set; }

    public bool CalledByAnotherName { get; set; }

    /// <summary>How often its keys were fetched.</summary>
    public int KeySets => keySets;

    public List<SigningKey> Keys { get; } = [SigningKey.New()];

    /// <summary>What the next person to sign in is: claims of the ID token. Null: cancels.</summary>
    public Dictionary<string, object?>? Person { get; set; } = new() { ["oid"] = "person-1", ["name"] = "Ada", ["roles"] = new[] { "Staff" } };

    /// <summary>The last requests to the token endpoint.</summary>
    public Dictionary<string, string>? LastTokenRequest { get; private set; }

    public string? LastIdToken { get; private set; }

    /// <summary>Does something to the ID token's claims before it is signed.</summary>
    public Action<Dictionary<string, object?>>? Tamper { get; set; }

    public EntraOptions Options(string? secret = Secret) => new()
    {
        Instance = new Uri(Url + "/"), TenantId = Tenant, ClientId = Client, Audiences = [Client.ToString(), $"api://{Client}"], ClientSecret = secret,
    };

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new TestIssuer(builder.Build());
        await issuer.app.StartAsync();
        return issuer;
    }

    /// <summary>New keys only, as after an emergency.</summary>
    public void Rotate()
    {
        Keys.Clear();
        Keys.Add(SigningKey.New());
    }

    /// <summary>A token of an application with these roles.</summary>
    public string App(params string[] roles) => Sign(AppClaims(roles));

    /// <summary>A token that an application got for a person with these roles.</summary>
    public string User(params string[] roles) => Sign(UserClaims(roles));

    public Dictionary<string, object?> AppClaims(params string[] roles) => new(Claims()) { ["azp"] = "caller-app", ["oid"] = "caller-object", ["sub"] = "caller-object", ["idtyp"] = "app", ["roles"] = roles };

    public Dictionary<string, object?> UserClaims(params string[] roles) => new(Claims()) { ["azp"] = "console", ["oid"] = "person-1", ["sub"] = "pairwise", ["name"] = "Ada", ["scp"] = "access", ["roles"] = roles };

    public string Sign(Dictionary<string, object?> claims) => Keys[0].Sign(claims);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private Dictionary<string, object?> Claims() => new()
    {
        ["iss"] = Issuer, ["aud"] = Client.ToString(), ["tid"] = Tenant.ToString(), ["ver"] = "2.0", ["iat"] = SigningKey.At(-60), ["nbf"] = SigningKey.At(-60), ["exp"] = SigningKey.At(3600),
    };

    private Dictionary<string, object?> Public(SigningKey key)
    {
        var rsa = key.Rsa.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.Id, ["n"] = Base64UrlEncoder.Encode(rsa.Modulus), ["e"] = Base64UrlEncoder.Encode(rsa.Exponent), ["issuer"] = Issuer };
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        if (asked["client_id"] != Client.ToString() || asked["response_type"] != "code" || asked["code_challenge_method"] != "S256") return Results.BadRequest();
        var state = HttpUtility.UrlEncode(asked["state"]);
        if (Person is null) return Results.Redirect($"{asked["redirect_uri"]}?error=access_denied&error_description=cancelled&state={state}");
        var code = Guid.NewGuid().ToString("N");
        codes[code] = asked;
        return Results.Redirect($"{asked["redirect_uri"]}?code={code}&state={state}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = (await request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        LastTokenRequest = form;
        if (!codes.Remove(form["code"], out var asked) || form["redirect_uri"] != asked["redirect_uri"]
            || Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"]))) != asked["code_challenge"]
            || (form.GetValueOrDefault("client_secret") != Secret && form.GetValueOrDefault("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var claims = new Dictionary<string, object?>(Claims()) { ["nonce"] = asked["nonce"], ["sub"] = "pairwise" };
        foreach (var (name, value) in Person!) claims[name] = value;
        Tamper?.Invoke(claims);
        LastIdToken = Sign(claims);
        return Results.Json(new { token_type = "Bearer", id_token = LastIdToken, access_token = "opaque-access-token", expires_in = 3600 });
    }
}
