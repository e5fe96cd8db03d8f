using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class AuthorizationServer(AuthMdApi api)
{
    [Function(nameof(AuthorizationServer))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/oauth-authorization-server/{*path}")] HttpRequest request) =>
        api.Server(request);
}
