using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsAgent.Access;

/// <summary>
/// The OpenID Connect handler, run by our function only: a host that has the authentication middleware (the embedded one, not the
/// Functions worker) would otherwise take every request to the callback's address for an answer of the issuer.
/// </summary>
internal sealed class SignInHandler(IOptionsMonitor<OpenIdConnectOptions> options, ILoggerFactory logger, HtmlEncoder html, UrlEncoder url) : OpenIdConnectHandler(options, logger, html, url)
{
    private bool called;

    /// <summary>Takes the issuer's answer and writes the response.</summary>
    public Task<bool> FinishAsync()
    {
        called = true;
        return HandleRequestAsync();
    }

    public override Task<bool> ShouldHandleRequestAsync() => Task.FromResult(called);
}
