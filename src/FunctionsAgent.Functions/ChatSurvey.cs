using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class ChatSurvey(SurveyApi survey)
{
    [Function(nameof(ChatSurvey))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/chat/{conversationId}/survey")] HttpRequest request, CancellationToken ct) =>
        survey.PostAsync(request, ct);
}
