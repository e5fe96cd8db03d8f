using System.Threading.Tasks;
using FunctionsAgent.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorDescribe(OperatorApi operators)
{
    [Function(nameof(OperatorDescribe))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/describe")] HttpRequest request) =>
        operators.DescribeAsync(request);
}
