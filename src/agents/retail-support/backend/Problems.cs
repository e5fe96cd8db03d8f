namespace RetailSupport.Backend;

/// <summary>Errors as RFC 9457 problem details.</summary>
internal static class Problems
{
    public static IResult NotFound(string what, string id) => Of(StatusCodes.Status404NotFound, "not-found", $"There is no {what} '{id}'.");

    public static IResult Of(int status, string type, string detail) =>
        Results.Problem(detail, statusCode: status, type: $"https://retail-backend.example/problems/{type}");
}
