using System;
using System.Net;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Local;

/// <summary>
/// Refuses requests for other hosts than this machine's loopback (RFC 9110 §15.5.20): a web page whose name was
/// pointed at 127.0.0.1 would otherwise speak to this program as if it were its own site.
/// The host of <c>Public__BaseUrl</c> passes, for webhooks that come through a tunnel.
/// </summary>
internal static class HostCheck
{
    public static void UseHostCheck(this WebApplication app)
    {
        var tunnel = Uri.TryCreate(app.Configuration["Public:BaseUrl"], UriKind.Absolute, out var url) ? url.IdnHost : null;
        app.Use((HttpContext context, RequestDelegate next) => Allowed(context.Request.Host.Host, tunnel)
            ? next(context)
            : Problem.Of(421, "wrong-host", "This is not the host you asked for.", "This program answers for 127.0.0.1, [::1], localhost and the host of Public__BaseUrl.").ExecuteAsync(context));
    }

    internal static bool Allowed(string host, string? tunnel) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (tunnel is not null && host.Equals(tunnel, StringComparison.OrdinalIgnoreCase))
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
