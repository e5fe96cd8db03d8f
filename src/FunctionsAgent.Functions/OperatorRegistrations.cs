using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorRegistrations(RegistrationsApi registrations)
{
    [Function(nameof(OperatorRegistrations))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/registrations")] HttpRequest request, CancellationToken ct) =>
        registrations.ListAsync(request, ct);
}
