using System;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Smoke;

/// <summary>What a platform and a person with a browser see.</summary>
internal sealed class PlatformChecks(SmokeHttp http, SmokeOptions options)
{
    public async Task<string> LiveAsync(CancellationToken ct)
    {
        var answer = (await http.GetAsync("/health/live", ct)).Expect(200, "application/json");
        if (answer.Json.Text("status") != "live") throw new SmokeException("/health/live does not say live");
        if (options.Azure && http.Url.Scheme != "https") throw new SmokeException("live, but over plain http: an app on Azure is asked over https");
        return "the process answers";
    }

    public async Task<string> ReadyAsync(CancellationToken ct)
    {
        var answer = (await http.GetAsync("/health/ready", ct)).Expect(200, "application/json");
        return answer.Json.Text("status") == "ready" ? "the store answers" : throw new SmokeException("/health/ready does not say ready");
    }

    public async Task<string> PageAsync(CancellationToken ct)
    {
        var page = (await http.GetAsync("/", ct)).Expect(200, "text/html");
        // The platform's own start page has none: AzureWebJobsDisableHomepage is missing then, or routePrefix is not empty.
        var policy = page.Header("Content-Security-Policy");
        if (!policy.Contains("default-src 'none'", StringComparison.Ordinal)) throw new SmokeException("GET / is not the chat page: it has no content security policy of ours");
        return $"the chat page, {page.Body.Length:N0} characters";
    }
}
