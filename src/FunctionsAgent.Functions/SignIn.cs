using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class SignIn(SignInApi signIn)
{
    [Function(nameof(SignIn))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "login")] HttpRequest request, CancellationToken ct) =>
        signIn.LoginAsync(request, ct);
}
