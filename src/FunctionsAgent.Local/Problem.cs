using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace FunctionsAgent.Local;

/// <summary>Errors that the host itself answers, as RFC 9457 problems with a stable type.</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, int status, string type, string? detail = null) =>
        Results.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), type: $"urn:functionsagent:problem:{type}").ExecuteAsync(context);
}
