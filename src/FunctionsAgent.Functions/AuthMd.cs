using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class AuthMd(AuthMdApi api)
{
    [Function(nameof(AuthMd))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth.md")] HttpRequest request) =>
        api.Document(request);
}
