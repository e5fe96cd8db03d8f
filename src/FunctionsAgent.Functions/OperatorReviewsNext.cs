using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorReviewsNext(ReviewApi reviews)
{
    [Function(nameof(OperatorReviewsNext))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/operator/reviews/next")] HttpRequest request, CancellationToken ct) =>
        reviews.NextAsync(request, ct);
}
