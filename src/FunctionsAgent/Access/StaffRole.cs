namespace FunctionsAgent.Access;

/// <summary>What staff may do, rising: each role may all that the ones before it may. The names are the values of the app roles in Entra ID.</summary>
public enum StaffRole
{
    None,

    /// <summary>Reads: log, figures, queues.</summary>
    Reviewer,

    /// <summary>Works: hand-offs, pauses, requeues.</summary>
    Staff,

    /// <summary>Changes what an agent does: publishes.</summary>
    Owner,

    /// <summary>Erases persons, handles keys.</summary>
    Admin,
}
