using System.Globalization;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Access;

/// <summary>
/// What a caller hears while the store or a queue cannot take a call: 503 with <c>Retry-After</c> (RFC 9110 §15.6.4), so that
/// a provider delivers again. Around the answer and not in a host's pipeline: it holds on every host.
/// </summary>
public static class Outage
{
    private const int Least = 5;

    public static async Task<IResult> AnswerAsync(HttpRequest request, Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (Exception e) when (Is(e))
        {
            request.HttpContext.Response.Headers.RetryAfter = Seconds(e).ToString(CultureInfo.InvariantCulture);
            return Told(e);
        }
    }

    internal static bool Is(Exception e) => e is StoreBusyException or ConflictException or TransientException;

    /// <summary>The answer without its header, for a protocol that has no room for one.</summary>
    internal static IResult Told(Exception e) => Problem.Of(503, "store-busy", "This cannot be taken at the moment.",
        $"Whether it was kept is not certain. Send the same again in {Seconds(e)} seconds: under the same id it counts once.");

    private static int Seconds(Exception e) => Math.Max(Least, (int)Math.Ceiling((e as StoreBusyException)?.RetryAfter?.TotalSeconds ?? 0));
}
