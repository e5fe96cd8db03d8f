using System.Text;
using System.Text.Json;
using AuthMd.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Http;

/// <summary>What an agent reads before it knows anything (specification §3). All of it may be kept for five minutes by anyone.</summary>
public sealed class DiscoveryEndpoints(SigningKeys keys, AuthMdLifetimes lifetimes)
{
    /// <summary><c>GET /auth.md</c>.</summary>
    public IResult Document(AuthMdOptions options) => new Page(Encoding.UTF8.GetBytes(AuthMdDocument.Render(options, lifetimes)), AuthMdDocument.ContentType);

    /// <summary><c>GET /.well-known/oauth-protected-resource[/suffix]</c>; 404 for a resource that is not this one.</summary>
    public static IResult Resource(AuthMdOptions options, string? suffix) => ProtectedResourceMetadata.IsServedAt(options, suffix)
        ? new Page(ProtectedResourceMetadata.Render(options), ProtectedResourceMetadata.ContentType) : Wire.NotFound();

    /// <summary><c>GET /.well-known/oauth-authorization-server[/suffix]</c>; 404 for an issuer that is not this one.</summary>
    public static IResult Server(AuthMdOptions options, string? suffix) => AuthorizationServerMetadata.IsServedAt(options, suffix)
        ? new Page(AuthorizationServerMetadata.Render(options), ProtectedResourceMetadata.ContentType) : Wire.NotFound();

    /// <summary><c>GET /.well-known/jwks.json</c> (RFC 7517): every key whose signatures count, the next one included; 404 without an issuer.</summary>
    public async Task<IResult> JwksAsync(AuthMdOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Issuer is null) return Wire.NotFound();
        var all = await keys.AllAsync(ct);
        return new Page(JsonSerializer.SerializeToUtf8Bytes(new { keys = all.Select(key => key.Jwk()) }), "application/json");
    }

    private sealed class Page(byte[] body, string contentType) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = contentType;
            response.ContentLength = body.Length;
            response.Headers.CacheControl = ProtectedResourceMetadata.CacheControl;
            return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
