using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Functions;

public sealed class EmailMime(WebhookApi mail)
{
    [Function(nameof(EmailMime))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "channels/email/mime")] HttpRequest request, CancellationToken ct) =>
        mail.MimeAsync(request, ct);
}
