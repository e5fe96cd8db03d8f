using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class OperatorReviewsMark(ReviewApi reviews)
{
    [Function(nameof(OperatorReviewsMark))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/operator/reviews")] HttpRequest request, CancellationToken ct) =>
        reviews.MarkAsync(request, ct);
}
