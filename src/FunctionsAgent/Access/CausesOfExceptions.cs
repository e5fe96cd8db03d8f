namespace FunctionsAgent.Access;

/// <summary>Why something failed is often said by an exception inside another: ASP.NET Core wraps what its parts throw.</summary>
internal static class CausesOfExceptions
{
    /// <summary>The exception itself, then what caused it, outermost first.</summary>
    public static IEnumerable<Exception> Causes(this Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException) yield return e;
    }
}
