using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorReviews(ReviewApi reviews)
{
    [Function(nameof(OperatorReviews))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/reviews")] HttpRequest request, CancellationToken ct) =>
        reviews.MarksAsync(request, ct);
}
