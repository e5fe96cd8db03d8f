using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class AuthMd(Discovery discovery)
{
    [Function(nameof(AuthMd))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth.md")] HttpRequest request) =>
        discovery.Document(request);
}
