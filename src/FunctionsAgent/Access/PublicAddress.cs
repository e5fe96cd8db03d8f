using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Access;

/// <summary>
/// The address callers know us by: setting <c>Public__BaseUrl</c>, else what the request says. Signatures are made over it,
/// so behind a proxy that changes host or scheme the setting is needed.
/// </summary>
public sealed class PublicAddress(IConfiguration configuration)
{
    private readonly string? configured = configuration["Public:BaseUrl"]?.TrimEnd('/');

    public string Of(HttpRequest request) => configured ?? $"{request.Scheme}://{request.Host.Value}";
}
