using AuthMd;
using FunctionsAgent.Agents;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>What other agents find out about us before they have a token. Document, metadata and challenge come from the same options.</summary>
public sealed class Discovery(PublicAddress address, Packages packages)
{
    public AuthMdOptions For(HttpRequest request) => new()
    {
        Resource = address.Of(request) + "/api",
        ResourceName = packages.All.Count == 1 ? packages.All[0].Name : "FunctionsAgent",
        Contact = packages.All.Count > 0 ? packages.All[0].Kpi.Owner : null,
        Endpoints =
        [
            .. packages.All.Select(p => new AuthMdEndpoint("POST", $"/api/agents/{p.Name}/messages", $"Send a message: {string.Join(", ", p.Scope.Does)}")),
            new("GET", "/api/conversations/{id}", "Read a conversation of your own"),
        ],
    };

    public IResult Document(HttpRequest request) => Results.Content(AuthMdDocument.Render(For(request)), AuthMdDocument.ContentType);

    public IResult Metadata(HttpRequest request)
    {
        var options = For(request);
        if (!ProtectedResourceMetadata.IsServedAt(options, Requests.Route(request, "path"))) return Problem.Of(404, "unknown-resource", "There is no such protected resource.");
        request.HttpContext.Response.Headers.CacheControl = ProtectedResourceMetadata.CacheControl;
        return Results.Bytes(ProtectedResourceMetadata.Render(options), ProtectedResourceMetadata.ContentType);
    }
}
