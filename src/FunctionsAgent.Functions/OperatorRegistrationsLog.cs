using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorRegistrationsLog(RegistrationsApi registrations)
{
    [Function(nameof(OperatorRegistrationsLog))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/registrations/log")] HttpRequest request, CancellationToken ct) =>
        registrations.LogAsync(request, ct);
}
