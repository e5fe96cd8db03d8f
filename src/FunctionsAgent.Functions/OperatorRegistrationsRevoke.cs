using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorRegistrationsRevoke(RegistrationsApi registrations)
{
    [Function(nameof(OperatorRegistrationsRevoke))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/registrations/revoke")] HttpRequest request, CancellationToken ct) =>
        registrations.RevokeAsync(request, ct);
}
