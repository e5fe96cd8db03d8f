using System.Threading.Tasks;
using FunctionsAgent.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class SignOut(SignInApi signIn)
{
    [Function(nameof(SignOut))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "logout")] HttpRequest request) =>
        signIn.LogoutAsync(request);
}
