using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class Webhook(WebhookApi webhooks)
{
    [Function(nameof(Webhook))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "channels/webhook/{source}")] HttpRequest request, CancellationToken ct) =>
        webhooks.WebhookAsync(request, ct);
}
