using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace FunctionsAgent.Local.Doctor;

/// <summary>One area. Changes nothing, and ends in bounded time.</summary>
internal interface IExam
{
    string Area { get; }

    Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct);
}
