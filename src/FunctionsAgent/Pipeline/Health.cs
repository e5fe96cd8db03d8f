using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Pipeline;

/// <summary>For the platform: alive means the process answers, ready means the store does. No secrets, no versions.</summary>
public sealed class Health(ITables tables)
{
    public static IResult Live() => Results.Json(new { status = "live" });

    public async Task<IResult> ReadyAsync(CancellationToken ct)
    {
        try
        {
            await tables.GetAsync(Parking.Table, "health", "health", ct);
            return Results.Json(new { status = "ready" });
        }
        catch (StoreBusyException)
        {
            return Problem.Of(503, "store-busy", "The store does not answer.");
        }
    }
}
