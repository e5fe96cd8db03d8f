using AuthMd.Http;
using AuthMd.Registrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AuthMd.Tests.Drivers;

public sealed partial class Service
{
    partial void AddCore() => Methods.Add(new AnonymousMethod(Registrations, Assertions, Limits, Lifetimes, Clock));

    partial void MapCore(WebApplication app)
    {
        var identity = new IdentityEndpoint(Methods, Refusals, Audit, Clock);
        app.MapPost(Routes.Identity, (HttpRequest request, CancellationToken ct) => identity.RunAsync(request, Caller(request.HttpContext), ct));
    }
}
