using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ProtectedResource(AuthMdApi api)
{
    [Function(nameof(ProtectedResource))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/oauth-protected-resource/{*path}")] HttpRequest request) =>
        api.Resource(request);
}
